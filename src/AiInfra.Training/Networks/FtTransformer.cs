using AiInfra.Training.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>
/// The feature-tokenizer transformer for tables (Gorishniy et al. 2021, Revisiting Deep Learning Models for Tabular Data): each column becomes a token, blocks of attention let columns see each other,
/// and the answer is read from a token of its own. Numbers [batch, width] and optionally category numbers [batch, columns] to outputs [batch, outputs] (logits or one value).
/// </summary>
/// <remarks>What a step takes grows with the columns, and for the attention with their square. See <see cref="Models.TabularOptions.Transformer"/>.</remarks>
public sealed class FtTransformer : nn.Module<Tensor, Tensor>, ITableNetwork
{
    // Names of fields are names in checkpoints; a warm start knows the output by "layers.output".
    private readonly FeatureTokenizer tokens;
    private readonly ModuleList<FtTransformerBlock> blocks;
    private readonly Sequential layers;

    private FtTransformer(MlpShape shape, FtTransformerDesign design)
        : base(nameof(FtTransformer))
    {
        (Shape, Design) = (shape, design);
        tokens = new FeatureTokenizer(shape, design.Width);
        blocks = new ModuleList<FtTransformerBlock>([.. Enumerable.Range(0, design.Blocks).Select(i => new FtTransformerBlock(design, i == 0, i == design.Blocks - 1))]);
        layers = nn.Sequential(("norm", nn.LayerNorm(design.Width)), ("activation", nn.ReLU()), ("output", nn.Linear(design.Width, shape.Outputs)));
        RegisterComponents();
    }

    /// <summary>What goes in and comes out.</summary>
    public MlpShape Shape { get; }

    /// <summary>How it is built.</summary>
    public FtTransformerDesign Design { get; }

    internal FeatureTokenizer Tokens => tokens;

    internal IReadOnlyList<FtTransformerBlock> Blocks => [.. blocks];

    internal Sequential Layers => layers;

    int ITableNetwork.Members => 1;

    int ITableNetwork.Places => tokens.Tokens;

    /// <summary>Makes a network. Its weights follow from the seed alone.</summary>
    /// <param name="shape">What goes in and comes out; its columns are the tokens.</param>
    /// <param name="design">How it is built; null takes the defaults.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="ArgumentException">Shape or design can't be; the message says why.</exception>
    /// <exception cref="LibtorchException">libtorch can't be loaded.</exception>
    public static FtTransformer Create(MlpShape shape, FtTransformerDesign? design = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Check();
        design = (design ?? new()).Checked();
        return SeededWeights.Make(() => new FtTransformer(shape, design), seed);
    }

    /// <summary>Numbers [batch, width] to outputs [batch, outputs].</summary>
    /// <exception cref="InvalidOperationException">The network has category columns; give them too.</exception>
    public override Tensor forward(Tensor input) => Shape.Cardinalities is { Count: > 0 }
        ? throw new InvalidOperationException("This network takes category numbers beside the numbers; call forward with both.")
        : forward(input, null);

    /// <summary>Numbers [batch, width] and category numbers int64 [batch, columns] to outputs [batch, outputs].</summary>
    public Tensor forward(Tensor input, Tensor? categories)
    {
        Tensor x = tokens.call(input, categories);
        foreach (FtTransformerBlock block in blocks)
        {
            x = block.call(x);
        }

        return layers.call(x.select(1, 0));
    }

    Tensor ITableNetwork.Answer(Tensor input, Tensor? categories) => forward(input, categories);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tokens.Dispose();
            blocks.Dispose();
            layers.Dispose();
        }

        base.Dispose(disposing);
    }
}
