"""How three web servers give the archive as the site does: types, any page may read, 410 for what is gone.

nginx (https://nginx.org/en/docs/), Apache HTTP Server 2.4 (https://httpd.apache.org/docs/2.4/), Caddy 2
(https://caddyserver.com/docs/caddyfile). Without any of it, the archive still verifies: bodies say what is revoked.
"""

from collections.abc import Iterable

CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

NGINX = """\
# In a file of /etc/nginx/conf.d/. Set the name, the folder and the certificate.
map_hash_bucket_size 256;
map_hash_max_size 65536;
map $uri $badge_is_gone {{
    default 0;
{gone}}}
server {{
    listen 80;
    server_name {host};
    root {folder};
    index index.html;
    charset utf-8;
    types {{
        text/html html;
        text/css css;
        font/woff2 woff2;
        image/png png;
        image/svg+xml svg;
        application/json json;
        text/plain txt md jwt jws conf;
    }}
    location / {{
        try_files $uri $uri/ =404;
    }}
    location /openbadges/ {{
        charset_types text/plain;
        add_header Access-Control-Allow-Origin * always;
        add_header X-Content-Type-Options nosniff always;
        add_header Content-Security-Policy "{csp}" always;
        error_page 410 @gone;
        if ($badge_is_gone) {{
            return 410;
        }}
    }}
    location @gone {{
        types {{ }}
        default_type application/json;
        add_header Access-Control-Allow-Origin * always;
        try_files $uri =410;
    }}
}}
"""

APACHE = """\
# In a file of conf-enabled, with the modules headers and rewrite. Set the name, the folder and the certificate.
<VirtualHost *:80>
    ServerName {host}
    DocumentRoot {folder}
    AddType application/json .json
    AddType text/plain .jwt .jws
    AddType image/svg+xml .svg
    AddType font/woff2 .woff2
    <Directory {folder}>
        Require all granted
        Options -Indexes
        DirectoryIndex index.html
    </Directory>
    <Location /openbadges/>
        Header always set Access-Control-Allow-Origin "*"
        Header always set X-Content-Type-Options "nosniff"
        Header always set Content-Security-Policy "{csp}"
        Header always set Content-Type "application/json" "expr=%{{REQUEST_STATUS}} == 410"
        ErrorDocument 410 '{{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"{site}%{{REQUEST_URI}}","revoked":true}}'
    </Location>
    RewriteEngine On
{gone}</VirtualHost>
"""

CADDY = """\
# The Caddyfile. Set the name and the folder; Caddy fetches the certificate by itself.
{host} {{
    root * {folder}
    @machines path /openbadges/*
    header @machines Access-Control-Allow-Origin *
    header @machines X-Content-Type-Options nosniff
    header @machines Content-Security-Policy "{csp}"
    @tokens path *.jwt *.jws
    header @tokens Content-Type "text/plain; charset=utf-8"
{gone}    file_server
    handle_errors {{
        @withdrawn expression {{http.error.status_code}} == 410
        handle @withdrawn {{
            header Content-Type application/json
            header Access-Control-Allow-Origin *
            file_server
        }}
    }}
}}
"""


def server_files(site: str, gone: Iterable[str]) -> dict[str, str]:
    """Return the settings of each server by path; `gone` are the paths that answer 410."""
    gone = sorted(gone)
    facts = {"site": site, "host": site.split("://", 1)[-1], "folder": "/srv/badges/site", "csp": CSP}
    caddy = f"    @gone path {' '.join(f'/{path}' for path in gone)}\n    error @gone 410\n" if gone else ""
    return {
        "servers/nginx.conf": NGINX.format(gone="".join(f"    /{path} 1;\n" for path in gone), **facts),
        "servers/apache.conf": APACHE.format(
            gone="".join(f"    RewriteRule ^/{path.replace('.', chr(92) + '.')}$ - [R=410,L]\n" for path in gone),
            **facts,
        ),
        "servers/Caddyfile": CADDY.format(gone=caddy, **facts),
    }
