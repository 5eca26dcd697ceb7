namespace AiInfra.Training.Networks;

/// <summary>How an <see cref="FtTransformer"/> is built; with the weights it is all that is needed to build it again.</summary>
public sealed record FtTransformerDesign : ICheckedOptions
{
    /// <summary>Values of a token. A multiple of <see cref="Heads"/>.</summary>
    /// <value>64. The paper's 192 takes about nine times as long.</value>
    public int Width { get; init; } = 64;

    /// <summary>Blocks of attention and feed-forward.</summary>
    /// <value>2. The paper has 3.</value>
    public int Blocks { get; init; } = 2;

    /// <summary>Heads of an attention.</summary>
    /// <value>8, as in the paper.</value>
    public int Heads { get; init; } = 8;

    /// <summary>Values of a feed-forward's hidden layer, as a multiple of <see cref="Width"/>.</summary>
    /// <value>4/3, as in the paper: ReGLU has two matrices there.</value>
    public double HiddenFactor { get; init; } = 4.0 / 3;

    /// <summary>Share of an attention's weights set to zero in training, from 0 to below 1.</summary>
    /// <value>0.2, as in the paper.</value>
    public double AttentionDropout { get; init; } = 0.2;

    /// <summary>Share of a feed-forward's hidden values set to zero in training, from 0 to below 1.</summary>
    /// <value>0.1, as in the paper.</value>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Share of what a block adds set to zero in training, from 0 to below 1.</summary>
    /// <value>0, as in the paper.</value>
    public double ResidualDropout { get; init; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(Width, 1)
        .AtLeast(Blocks, 1)
        .AtLeast(Heads, 1)
        .Above(HiddenFactor, 0)
        .Below(AttentionDropout, 0, 1)
        .Below(HiddenDropout, 0, 1)
        .Below(ResidualDropout, 0, 1)
        .Must(Heads < 1 || Width % Heads == 0, $"{nameof(Width)} is a multiple of {nameof(Heads)}, which share it; they are {Width} and {Heads}.");

    internal int Hidden => Math.Max(1, (int)(Width * HiddenFactor));
}
