from outillerie.discovery.synonyms import known_phrases, phrases, query_terms

VOCABULARY = {
    "equivalent": [["mot de passe", "mdp"], ["ordinateur", "pc"]],
    "directed": [["gmail", ["e-mail"]], ["portable", ["ordinateur"]]],
}
KNOWN = phrases(VOCABULARY)


def test_a_synonym_is_another_way_of_meeting_the_same_term():
    assert query_terms("mdp", KNOWN) == ((("mot", "pass"), ("mdp",)),)


def test_a_phrase_of_several_words_is_one_term_whatever_its_number():
    assert query_terms("ateliers Mots de passe", KNOWN) == (
        (("ateli",),),
        (("mot", "pass"), ("mdp",)),
    )


def test_a_directed_synonym_goes_one_way():
    assert query_terms("gmail", KNOWN) == ((("gmail",), ("mail",)),)
    assert query_terms("e-mail", KNOWN) == ((("mail",),),)


def test_a_directed_word_finds_that_word_but_not_its_own_synonyms():
    assert query_terms("portable", KNOWN) == ((("portabl",), ("ordin",)),)


def test_a_word_is_looked_for_in_french_and_in_english():
    assert query_terms("numérique", {}) == ((("numer",), ("numeriqu",)),)


def test_a_query_without_any_meaning_has_no_term():
    assert query_terms("le la les ? !", KNOWN) == ()


def test_a_very_long_query_is_cut():
    assert len(query_terms(" ".join(f"mot{rank}" for rank in range(500)), KNOWN)) == 12


def test_the_vocabulary_of_the_project_has_no_empty_phrase_and_knows_the_usual_abbreviation():
    known = known_phrases()
    assert [phrase for phrase, others in known.items() if not phrase or not all(others)] == []
    assert ("mot", "pass") in known[("mdp",)]
    assert ("mdp",) in known[("mot", "pass")]
