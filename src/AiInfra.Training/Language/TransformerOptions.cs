namespace AiInfra.Training.Language;

/// <summary>The shape of a transformer: of <see cref="DecoderModel"/> and <see cref="EncoderClassifier"/>.</summary>
public sealed record TransformerOptions : ICheckedOptions
{
    /// <summary>Tokens that there are.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens that a sequence has at most.</summary>
    /// <value>256.</value>
    public int Context { get; init; } = 256;

    /// <summary>Numbers that a place is described by between the layers.</summary>
    /// <value>128.</value>
    public int Width { get; init; } = 128;

    /// <summary>Layers, each an attention and a feed-forward part.</summary>
    /// <value>4.</value>
    public int Layers { get; init; } = 4;

    /// <summary>Heads of an attention; they share the width.</summary>
    /// <value>4.</value>
    public int Heads { get; init; } = 4;

    /// <summary>Width within the feed-forward part.</summary>
    /// <value>Null: 8/3 of the width with <see cref="FeedForwardKind.SwiGlu"/>, rounded up to a multiple of 16, 4 times the width with <see cref="FeedForwardKind.Gelu"/>.</value>
    public int? Hidden { get; init; }

    /// <summary>How the places of tokens are told apart.</summary>
    /// <value><see cref="PositionKind.Rotary"/>.</value>
    public PositionKind Positions { get; init; }

    /// <summary>Normalisation before each part and at the end.</summary>
    /// <value><see cref="TransformerNorm.RootMeanSquare"/>.</value>
    public TransformerNorm Norm { get; init; }

    /// <summary>The feed-forward part.</summary>
    /// <value><see cref="FeedForwardKind.SwiGlu"/>.</value>
    public FeedForwardKind FeedForward { get; init; }

    /// <summary>Share of values set to zero in training: of the embeddings, of attention weights, and of what each part adds.</summary>
    /// <value>0; from 0 to below 1.</value>
    public double Dropout { get; init; }

    /// <summary>Wave length of the slowest rotation, in places, divided by 2π.</summary>
    /// <value>10,000.</value>
    public double RotaryBase { get; init; } = 10_000;

    internal int HeadSize => Width / Heads;

    internal int HiddenWidth => Hidden ?? (FeedForward == FeedForwardKind.Gelu ? 4 * Width : ((8 * Width / 3) + 15) / 16 * 16);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(VocabularySize, 2)
        .AtLeast(Context, 1)
        .AtLeast(Width, 1)
        .AtLeast(Layers, 1)
        .AtLeast(Heads, 1)
        .AtLeast(Hidden, 1)
        .Below(Dropout, 0.0, 1.0)
        .Above(RotaryBase, 1)
        .Must(Heads < 1 || Width % Heads == 0, $"{nameof(Heads)} share the {nameof(Width)}: {Heads} do not divide {Width}.")
        .Must(Heads < 1 || Positions != PositionKind.Rotary || Width / Heads % 2 == 0, $"Rotary positions turn pairs of numbers: {nameof(Width)} / {nameof(Heads)} is even, not {(Heads < 1 ? 0 : Width / Heads)}.");
}
