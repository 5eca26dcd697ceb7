using System.Runtime.InteropServices;

namespace AiInfra.Data.Encoders;

/// <summary>The distinct texts of a column and how often each came, up to a limit.</summary>
internal sealed class TextSummary(int maxDistinct, double keptFromWords)
{
    private Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _blanks;

    public long Count { get; private set; }

    /// <summary>Whether there were more distinct texts than the limit; those up to it are then known only where they are free text.</summary>
    public bool Overflowed { get; private set; }

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public double MeanWords => Count == 0 ? 0 : 1 + ((double)_blanks / Count);

    public void Add(string text, int count)
    {
        Count += count;
        _blanks += (long)count * Blanks(text);
        if (Overflowed)
        {
            return;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_counts, text, out _) += count;
        if (_counts.Count > maxDistinct)
        {
            Overflowed = true;
            _counts = MeanWords >= keptFromWords ? _counts : [];
        }
    }

    /// <summary>Ends of words: blanks, and every second character of scripts that write none (kana, Han and Hangul).</summary>
    private static int Blanks(ReadOnlySpan<char> text) => text.Count(' ')
        + (text.IndexOfAnyInRange('\u3040', '\uD7FF') < 0 ? 0 : (text.ToArray().Count(c => c is >= '\u3040' and <= '\uD7FF') - 1) / 2);
}
