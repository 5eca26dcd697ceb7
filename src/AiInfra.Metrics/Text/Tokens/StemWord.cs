namespace AiInfra.Metrics.Text.Tokens;

/// <summary>A word while it is stemmed, with the conditions of Porter's paper.</summary>
internal ref struct StemWord(Span<char> letters, int length)
{
    private readonly Span<char> _letters = letters;

    public int Length { get; private set; } = length;

    public readonly char this[int index] => _letters[index];

    public readonly char this[Index index] => _letters[index.GetOffset(Length)];

    public readonly bool EndsWith(string suffix) => _letters[..Length].EndsWith(suffix);

    /// <summary>Replaces the last letters.</summary>
    public void Replace(int last, string by)
    {
        by.CopyTo(_letters[(Length - last)..]);
        Length += by.Length - last;
    }

    /// <summary>A letter other than a, e, i, o, u, and other than a y after a consonant.</summary>
    public readonly bool IsConsonant(int index)
    {
        switch (_letters[index])
        {
            case 'a' or 'e' or 'i' or 'o' or 'u':
                return false;
            case 'y':
                // Of several y in a row the first decides.
                int first = index;
                while (first > 0 && _letters[first - 1] == 'y')
                {
                    first--;
                }

                bool consonant = first == 0 || !IsConsonant(first - 1);
                return (index - first) % 2 == 0 ? consonant : !consonant;
            default:
                return true;
        }
    }

    /// <summary>How often a vowel is followed by a consonant among the first letters: m in [C](VC){m}[V].</summary>
    public readonly int Measure(int letters)
    {
        int measure = 0;
        bool vowel = false;
        for (int i = 0; i < letters; i++)
        {
            bool consonant = IsConsonant(i);
            measure += vowel && consonant ? 1 : 0;
            vowel = !consonant;
        }

        return measure;
    }

    public readonly bool HasVowel(int letters)
    {
        for (int i = 0; i < letters; i++)
        {
            if (!IsConsonant(i))
            {
                return true;
            }
        }

        return false;
    }

    public readonly bool EndsInDouble() => Length >= 2 && _letters[Length - 1] == _letters[Length - 2] && IsConsonant(Length - 1);

    /// <summary>Consonant, vowel, consonant other than w, x, y; or, in words of two letters, vowel and consonant.</summary>
    public readonly bool EndsShort(int letters) => letters == 2
        ? !IsConsonant(0) && IsConsonant(1)
        : letters >= 3 && IsConsonant(letters - 3) && !IsConsonant(letters - 2) && IsConsonant(letters - 1) && _letters[letters - 1] is not ('w' or 'x' or 'y');

    public override readonly string ToString() => _letters[..Length].ToString();
}
