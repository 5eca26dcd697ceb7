using System.Runtime.InteropServices;

namespace AiInfra.Data.Encoders;

/// <summary>The distinct texts of a column and how often each came, up to a limit.</summary>
internal sealed class TextSummary(int maxDistinct)
{
    private Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _blanks;

    public long Count { get; private set; }

    /// <summary>Whether there were more distinct texts than the limit; they are then no longer known.</summary>
    public bool Overflowed { get; private set; }

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public double MeanWords => Count == 0 ? 0 : 1 + ((double)_blanks / Count);

    public void Add(string text, int count)
    {
        Count += count;
        _blanks += (long)count * text.AsSpan().Count(' ');
        if (Overflowed)
        {
            return;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_counts, text, out _) += count;
        if (_counts.Count > maxDistinct)
        {
            Overflowed = true;
            _counts = [];
        }
    }
}
