using AiInfra.Data.Encoders;

namespace AiInfra.Training.Anomalies;

/// <summary>How an <see cref="IsolationForest"/> is grown. The defaults are those of the paper.</summary>
public sealed class IsolationForestOptions : ICheckedOptions
{
    /// <summary>Trees.</summary>
    /// <value>100.</value>
    public int Trees { get; set; } = 100;

    /// <summary>Rows that each tree is grown from, drawn anew.</summary>
    /// <value>256, or all where there are fewer.</value>
    public int SampleRows { get; set; } = 256;

    /// <summary>Share of the rows learned from that lie above the threshold.</summary>
    /// <value>Null: the threshold is a score of 0.5, that of a row no easier to isolate than others.</value>
    public double? Contamination { get; set; }

    /// <summary>How columns become numbers.</summary>
    public EncodingOptions Encoding { get; set; } = new();

    /// <summary>Seed.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Trees, 1)
        .AtLeast(SampleRows, 2)
        .Inside(Contamination ?? 0.1, 0, 1, nameof(Contamination))
        .Set(Encoding)
        .Nested(Encoding);
}
