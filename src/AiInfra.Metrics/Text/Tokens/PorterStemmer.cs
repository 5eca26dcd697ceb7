namespace AiInfra.Metrics.Text.Tokens;

/// <summary>Porter's stemmer (Program 14, 1980) with the extensions that NLTK 3.8 uses by default, which ROUGE and METEOR are defined with. For English words in lower case.</summary>
public static class PorterStemmer
{
    private static readonly (string Suffix, string To)[] s_step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
        ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Suffix, string To)[] s_step3 =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] s_step4 =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a word; words of one or two letters are their own.</summary>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Stem(word.AsSpan());
    }

    /// <summary>The stem of a word; words of one or two letters are their own.</summary>
    public static string Stem(ReadOnlySpan<char> word)
    {
        if (Irregular(word) is { } known)
        {
            return known;
        }

        if (word.Length <= 2)
        {
            return word.ToString();
        }

        // No step makes a word longer than it came, but for an e that may take the place of a suffix.
        Span<char> letters = word.Length < 250 ? stackalloc char[word.Length + 4] : new char[word.Length + 4];
        word.CopyTo(letters);
        var stem = new StemWord(letters, word.Length);
        Plural(ref stem);
        Past(ref stem);
        if (stem.EndsWith("y") && stem.Length > 2 && stem.IsConsonant(stem.Length - 2))
        {
            stem.Replace(1, "i");
        }

        Double(ref stem);
        Apply(ref stem, s_step3);
        Remove(ref stem);
        Tidy(ref stem);
        return stem.ToString();
    }

    private static string? Irregular(ReadOnlySpan<char> word) => word switch
    {
        "sky" or "skies" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "news" => "news",
        "inning" or "innings" => "inning",
        "outing" or "outings" => "outing",
        "canning" or "cannings" => "canning",
        "howe" => "howe",
        "proceed" => "proceed",
        "exceed" => "exceed",
        "succeed" => "succeed",
        _ => null,
    };

    private static void Plural(ref StemWord word)
    {
        if (word.EndsWith("ies"))
        {
            word.Replace(3, word.Length == 4 ? "ie" : "i");
        }
        else if (word.EndsWith("sses"))
        {
            word.Replace(2, "");
        }
        else if (word.EndsWith("s") && !word.EndsWith("ss"))
        {
            word.Replace(1, "");
        }
    }

    private static void Past(ref StemWord word)
    {
        if (word.EndsWith("ied"))
        {
            word.Replace(3, word.Length == 4 ? "ie" : "i");
            return;
        }

        if (word.EndsWith("eed"))
        {
            if (word.Measure(word.Length - 3) > 0)
            {
                word.Replace(1, "");
            }

            return;
        }

        int cut = word.EndsWith("ed") && word.HasVowel(word.Length - 2) ? 2 : word.EndsWith("ing") && word.HasVowel(word.Length - 3) ? 3 : 0;
        if (cut == 0)
        {
            return;
        }

        word.Replace(cut, "");
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
        {
            word.Replace(0, "e");
        }
        else if (word.EndsInDouble())
        {
            if (word[^1] is not ('l' or 's' or 'z'))
            {
                word.Replace(1, "");
            }
        }
        else if (word.Measure(word.Length) == 1 && word.EndsShort(word.Length))
        {
            word.Replace(0, "e");
        }
    }

    private static void Double(ref StemWord word)
    {
        while (word.EndsWith("alli") && word.Measure(word.Length - 4) > 0)
        {
            word.Replace(4, "al");
        }

        if (!Apply(ref word, s_step2) && word.EndsWith("logi") && word.Measure(word.Length - 3) > 0)
        {
            word.Replace(1, "");
        }
    }

    // The first suffix that fits decides, also when its condition does not hold.
    private static bool Apply(ref StemWord word, (string Suffix, string To)[] rules)
    {
        foreach ((string suffix, string to) in rules)
        {
            if (word.EndsWith(suffix))
            {
                if (word.Measure(word.Length - suffix.Length) > 0)
                {
                    word.Replace(suffix.Length, to);
                }

                return true;
            }
        }

        return false;
    }

    private static void Remove(ref StemWord word)
    {
        foreach (string suffix in s_step4)
        {
            if (word.EndsWith(suffix))
            {
                int left = word.Length - suffix.Length;
                if (word.Measure(left) > 1 && (suffix != "ion" || word[left - 1] is 's' or 't'))
                {
                    word.Replace(suffix.Length, "");
                }

                return;
            }
        }
    }

    private static void Tidy(ref StemWord word)
    {
        if (word.EndsWith("e"))
        {
            int measure = word.Measure(word.Length - 1);
            if (measure > 1 || (measure == 1 && !word.EndsShort(word.Length - 1)))
            {
                word.Replace(1, "");
            }
        }

        if (word.EndsWith("ll") && word.Measure(word.Length - 1) > 1)
        {
            word.Replace(1, "");
        }
    }
}
