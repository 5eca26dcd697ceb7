using AiInfra.Data.Encoders;

namespace AiInfra.Training.Anomalies;

/// <summary>How an <see cref="Autoencoder"/> is built and trained.</summary>
public sealed class AutoencoderOptions : ICheckedOptions
{
    /// <summary>Widths of the layers between input and output, the narrowest in the middle.</summary>
    /// <value>Null: as wide as a row's features, a quarter of it, and as wide again.</value>
    public IReadOnlyList<int>? Hidden { get; set; }

    /// <summary>Share of the rows learned from that lie above the threshold.</summary>
    /// <value>0.01.</value>
    public double Contamination { get; set; } = 0.01;

    /// <summary>Optimizer steps.</summary>
    /// <value>1,000.</value>
    public int Steps { get; set; } = 1000;

    /// <summary>Rows in a batch.</summary>
    /// <value>64.</value>
    public int BatchSize { get; set; } = 64;

    /// <summary>Peak learning rate of AdamW.</summary>
    /// <value>0.003.</value>
    public double LearningRate { get; set; } = 3e-3;

    /// <summary>How columns become numbers.</summary>
    public EncodingOptions Encoding { get; set; } = new();

    /// <summary>Seed.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(Hidden is null || (Hidden.Count > 0 && Hidden.All(h => h >= 1)), $"{nameof(Hidden)} are widths of one at least; they are {Shown.List(Hidden ?? [])}.")
        .Inside(Contamination, 0, 1)
        .AtLeast(Steps, 1)
        .AtLeast(BatchSize, 1)
        .Above(LearningRate, 0)
        .Set(Encoding)
        .Nested(Encoding);
}
