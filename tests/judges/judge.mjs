// Two independent verifiers of Open Badges 3.0, and one of tokens, asked about many documents at once, without a network.
//
// Standard input: {"documents": [document, or its address…], "world": {address: [status, media type, text]…},
// "mirrors": {address of a site: address where it really answers}}. Standard output: one line of JSON a document, a
// verdict of each judge: "valid", "revoked", "expired", "altered", or "refused" with what it says.
// Nothing but the world and the mirrors can be read: any other address fails.
import {readFileSync} from 'node:fs';

const {documents, world, mirrors} = JSON.parse(readFileSync(0, 'utf8'));
const realFetch = globalThis.fetch;

globalThis.fetch = async input => {
  const url = String(input.url ?? input);
  if(url in world) {
    const [status, type, text] = world[url];
    return new Response(text, {status, headers: {'content-type': type}});
  }
  for(const [site, mirror] of Object.entries(mirrors)) {
    if(url.startsWith(`${site}/`)) {
      return realFetch(mirror + url.slice(site.length), {headers: {accept: 'application/json'}});
    }
  }
  throw new TypeError(`nothing answers at ${url}`);
};

// Imported now: they keep the `fetch` that they find.
const [{verifyCredential}, vc, {DataIntegrityProof}, {cryptosuite}, {checkStatus}, jose] = await Promise.all([
  import('@digitalcredentials/verifier-core'), import('@digitalbazaar/vc'), import('@digitalbazaar/data-integrity'),
  import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'), import('@digitalbazaar/vc-bitstring-status-list'),
  import('jose')
]);
const judges = {dcc, digitalbazaar, jose: token};
const silence = () => {};
Object.assign(console, {log: silence, warn: silence, info: silence, error: silence});

for(const given of documents) {
  const verdicts = {};
  const text = typeof given === 'string' && /^https?:/.test(given) ? await (await fetch(given)).text() : given;
  const isToken = typeof text === 'string' && !text.trimStart().startsWith('{');
  const document = typeof text === 'string' && !isToken ? JSON.parse(text) : text;
  for(const name of isToken ? ['jose'] : ['dcc', 'digitalbazaar']) {
    try {
      verdicts[name] = await judges[name](structuredClone(document));
    } catch(error) {
      verdicts[name] = {verdict: 'refused', says: sentence(error)};
    }
  }
  process.stdout.write(`${JSON.stringify(verdicts)}\n`);
}

async function dcc(credential) {
  const answer = await verifyCredential({credential, knownDIDRegistries: []});
  const log = Object.fromEntries((answer.log ?? []).map(line => [line.id, line.valid]));
  const schema = answer.additionalInformation?.[0]?.results?.[0]?.result?.valid;
  if(answer.errors?.length || log.valid_signature !== true) {
    const verdict = answer.errors?.[0]?.name === 'invalid_signature' ? 'altered' : 'refused';
    return {verdict, says: sentence(answer.errors), schema};
  }
  // `revocation_status` is absent when nothing was checked: a badge that names a list must have been looked up.
  if(credential.credentialStatus && typeof log.revocation_status !== 'boolean') {
    return {verdict: 'refused', says: 'status not checked', schema};
  }
  const verdict = log.revocation_status === false ? 'revoked' : log.expiration === false ? 'expired' : 'valid';
  return {verdict, schema};
}

async function digitalbazaar(credential) {
  const answer = await vc.verifyCredential({
    credential, documentLoader, checkStatus: status, suite: new DataIntegrityProof({cryptosuite})
  });
  const bits = answer.statusResult?.results?.map(result => result.status) ?? [];
  if(answer.verified) {
    return {verdict: bits.includes(true) ? 'revoked' : 'valid'};
  }
  const says = sentence(answer.error);
  return {verdict: /expired|validUntil/i.test(says) ? 'expired' : /Invalid signature/i.test(says) ? 'altered' : 'refused', says};
}

async function status({credential, documentLoader}) {
  if(!credential.credentialStatus) return {verified: true};
  return checkStatus({
    credential, documentLoader, suite: new DataIntegrityProof({cryptosuite}), verifyBitstringStatusListCredential: true
  });
}

async function token(text) {
  const {kid, alg} = jose.decodeProtectedHeader(text);
  const [did] = kid.split('#');
  const {publicKeyJwk} = (await controllerDocument(did)).verificationMethod.find(method => method.id === kid);
  const {payload} = await jose.jwtVerify(text, await jose.importJWK(publicKeyJwk, alg), {algorithms: ['RS256']}).catch(
    error => {
      if(error.code === 'ERR_JWT_EXPIRED') return {payload: null};
      throw error;
    });
  if(payload === null) return {verdict: 'expired'};
  if(payload.iss !== did || payload.iss !== payload.issuer.id) return {verdict: 'refused', says: 'another issuer'};
  return {verdict: 'valid'};
}

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  if(!address.startsWith('did:')) {
    const answer = await fetch(address);
    if(!answer.ok) throw new Error(`${answer.status} at ${address}`);
    return {documentUrl: url, document: await answer.json()};
  }
  const document = await controllerDocument(address);
  if(!fragment) return {documentUrl: url, document};
  const method = document.verificationMethod.find(one => one.id === url);
  if(!method) throw new Error(`no key ${url}`);
  return {documentUrl: url, document: {'@context': 'https://w3id.org/security/multikey/v1', ...method}};
}

async function controllerDocument(did) {
  const [, method, host, ...folders] = did.split(':');
  if(method !== 'web') throw new Error(`not a did:web: ${did}`);
  const path = folders.length ? folders.join('/') : '.well-known';
  return (await fetch(`https://${decodeURIComponent(host)}/${path}/did.json`)).json();
}

function sentence(error) {
  const errors = [error ?? []].flat(), words = [];
  while(errors.length && words.length < 12) {
    const one = errors.shift();
    words.push([one.name, one.message].filter(Boolean).join(': '));
    errors.push(...[one.errors ?? one.details?.errors ?? [], one.cause ?? []].flat());
  }
  return words.join(' | ').slice(0, 1000);
}
