using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>A network for tables: numbers [batch, width] and optionally category numbers [batch, columns] through embeddings, hidden layers, and outputs [batch, outputs] (logits or one value).</summary>
/// <remarks>Of several members, the answer is the logarithm of their mean probability, or their mean value; in training mode it is that of each, one after another: [members x batch, outputs].</remarks>
public sealed class Mlp : nn.Module<Tensor, Tensor>, ITableNetwork
{
    // Names of fields are names in checkpoints.
    private readonly ModuleList<Embedding> embeddings;
    private readonly Sequential layers;

    private Mlp(MlpShape shape, MlpDesign design, ModuleList<Embedding> embeddings, Sequential layers)
        : base(nameof(Mlp))
    {
        Shape = shape;
        Design = design;
        this.embeddings = embeddings;
        this.layers = layers;
        RegisterComponents();
    }

    /// <summary>What goes in and comes out.</summary>
    public MlpShape Shape { get; }

    int ITableNetwork.Members => Design.Members;

    int ITableNetwork.Places => 1;

    internal Sequential Layers => layers;

    internal IReadOnlyList<Embedding> Embeddings => [.. embeddings];

    /// <summary>How it is built.</summary>
    public MlpDesign Design { get; }

    /// <summary>Makes a network. Its weights follow from the seed alone.</summary>
    /// <param name="shape">What goes in and comes out.</param>
    /// <param name="hidden">Widths of the hidden layers; null takes 64, 64; empty makes a linear model.</param>
    /// <param name="dropout">Share of hidden values set to zero in training, from 0 to below 1.</param>
    /// <param name="normalization">Normalisation of hidden layers.</param>
    /// <param name="activation">Activation.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="ArgumentException">A size is not above zero, or nothing goes in.</exception>
    /// <exception cref="LibtorchException">libtorch can't be loaded.</exception>
    public static Mlp Create(
        MlpShape shape, IReadOnlyList<int>? hidden = null, double dropout = 0, MlpNormalization normalization = MlpNormalization.None, MlpActivation activation = MlpActivation.Relu, long seed = 0) =>
        Create(shape, new MlpDesign { Hidden = hidden, Dropout = dropout, Normalization = normalization, Activation = activation }, seed);

    /// <summary>Makes a network by a design. Its weights follow from the seed alone.</summary>
    /// <inheritdoc cref="Create(MlpShape, IReadOnlyList{int}?, double, MlpNormalization, MlpActivation, long)" path="/exception" />
    public static Mlp Create(MlpShape shape, MlpDesign design, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        design.Checked();
        design = design with { Hidden = design.Layers };   // what is saved names its widths
        shape.Check();
        Libtorch.Load();
        lock (Libtorch.Generator)
        {
            // libtorch draws first weights of its own, from the generator that a training beside this may be using.
            return Build(shape, design, shape.Cardinalities ?? [], seed);
        }
    }

    /// <summary>Numbers [batch, width] to outputs [batch, outputs].</summary>
    /// <exception cref="InvalidOperationException">The network has category columns; give them too.</exception>
    public override Tensor forward(Tensor input) => embeddings.Count == 0
        ? Answer(input)
        : throw new InvalidOperationException("This network takes category numbers beside the numbers; call forward with both.");

    /// <summary>Numbers [batch, width] and category numbers int64 [batch, columns] to outputs [batch, outputs].</summary>
    public Tensor forward(Tensor input, Tensor? categories)
    {
        if (embeddings.Count == 0)
        {
            return Answer(input);
        }

        ArgumentNullException.ThrowIfNull(categories);
        var parts = new List<Tensor>(embeddings.Count + 1);
        if (Shape.Width > 0)
        {
            parts.Add(input);
        }

        for (int i = 0; i < embeddings.Count; i++)
        {
            parts.Add(embeddings[i].call(categories.select(1, i)));
        }

        return Answer(cat(parts, 1));
    }

    Tensor ITableNetwork.Answer(Tensor input, Tensor? categories) => forward(input, categories);

    private Tensor Answer(Tensor input)
    {
        Tensor output = layers.call(input);
        return Design.Members == 1 ? output
            : training ? output.reshape(-1, Shape.Outputs)
            : Shape.Outputs == 1 ? output.mean([0])
            : nn.functional.softmax(output, 2).mean([0]).log();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            embeddings.Dispose();
            layers.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Mlp Build(MlpShape shape, MlpDesign design, IReadOnlyList<int> cardinalities, long seed)
    {
        // Size of an embedding by the number of categories, the rule of thumb of fastai: min(50, 1.6 x n^0.56).
        int[] sizes = [.. cardinalities.Select(c => Math.Clamp((int)Math.Ceiling(1.6 * Math.Pow(c, 0.56)), 1, 50))];
        var embeddings = new ModuleList<Embedding>([.. cardinalities.Zip(sizes, (c, s) => nn.Embedding(c, s))]);
        var modules = new List<(string, nn.Module<Tensor, Tensor>)>();
        int width = shape.Width + sizes.Sum();
        for (int i = 0; i < design.Layers.Count; i++)
        {
            modules.Add(($"linear{i}", Linear(width, design.Layers[i])));
            width = design.Layers[i];
            if (design.Normalization != MlpNormalization.None)
            {
                modules.Add(($"norm{i}", design.Normalization == MlpNormalization.Layer ? nn.LayerNorm(width) : nn.BatchNorm1d(width)));
            }

            modules.Add(($"activation{i}", Activation(design.Activation)));
            if (design.Dropout > 0)
            {
                modules.Add(($"dropout{i}", nn.Dropout(design.Dropout)));
            }
        }

        modules.Add(("output", Linear(width, shape.Outputs)));
        var mlp = new Mlp(shape, design, embeddings, nn.Sequential(modules));
        mlp.Initialise(seed);
        return mlp;

        nn.Module<Tensor, Tensor> Linear(int inputs, int outputs) => design.Members == 1 ? nn.Linear(inputs, outputs) : new MemberLinear(design.Members, inputs, outputs);
    }

    private static nn.Module<Tensor, Tensor> Activation(MlpActivation activation) => activation switch
    {
        MlpActivation.Relu => nn.ReLU(),
        MlpActivation.Gelu => nn.GELU(),
        MlpActivation.Silu => nn.SiLU(),
        MlpActivation.Tanh => nn.Tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>Uniform in plus or minus 1/sqrt(inputs) for linear layers, as PyTorch does, and in plus or minus 1/sqrt(size) for embeddings; from a generator of its own.</summary>
    private void Initialise(long seed)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(Seeds.Of(seed, 1));
        foreach ((_, nn.Module module) in named_modules())
        {
            switch (module)
            {
                case Linear linear:
                    double bound = 1 / Math.Sqrt(linear.in_features);
                    Uniform(linear.weight, bound, generator);
                    Uniform(linear.bias!, bound, generator);
                    break;
                case MemberLinear members:
                    double own = 1 / Math.Sqrt(members.Weight.shape[1]);
                    Uniform(members.Weight, own, generator);
                    Uniform(members.Bias, own, generator);
                    break;
                case Embedding embedding:
                    Uniform(embedding.weight!, 1 / Math.Sqrt(embedding.weight!.shape[1]), generator);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Uniform(Tensor tensor, double bound, Generator generator) =>
        tensor.copy_(rand(tensor.shape, generator: generator).mul_(2 * bound).sub_(bound));
}
