using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Text;

/// <summary>A metric of texts against references. It streams: segments are added one by one, two halves merge into the same as the whole.</summary>
/// <remarks>Not thread-safe: give each thread its own (<see cref="New"/>) and merge. To write one, derive from <see cref="TextMetric"/>.</remarks>
public interface ITextMetric
{
    /// <summary>Name in camel case: "bleu".</summary>
    string Name { get; }

    /// <summary>Metric, options that change the value, and version of the definition: "bleu|tok:13a|smooth:exp|eff:no|case:mixed|order:4|version:1". Compare only scores with one signature.</summary>
    string Signature { get; }

    /// <summary>Whether more is better; when not, less is.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Segments added.</summary>
    long Count { get; }

    /// <summary>A metric with the same options that has seen nothing.</summary>
    ITextMetric New();

    /// <summary>Adds a segment.</summary>
    /// <param name="references">One or more texts that are right. A null is a reference that this segment lacks; an empty text is a reference without words.</param>
    /// <param name="hypothesis">The text to judge; empty is allowed.</param>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair; the message names the segment and the index.</exception>
    void Add(ReadOnlySpan<string?> references, string hypothesis);

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    void Merge(ITextMetric other);

    /// <summary>The score of what was added. Of nothing at all it is NaN with a count of 0.</summary>
    /// <param name="bootstrap">Asks for the percentile interval over resampled segments (Koehn 2004); null for none.</param>
    Score Result(BootstrapOptions? bootstrap = null);
}
