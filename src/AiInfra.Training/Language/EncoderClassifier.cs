using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>A transformer that sees a whole sequence in both directions (BERT, Devlin et al. 2018) and tells its class: tokens and which of them are there, int64 [batch, time] each, to logits [batch, classes].</summary>
public sealed class EncoderClassifier : nn.Module<Tensor, Tensor, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly TokenTable tokens;
    private readonly Parameter? places;
    private readonly Dropout dropout;
    private readonly ModuleList<TransformerLayer> layers;
    private readonly nn.Module<Tensor, Tensor> norm;
    private readonly Linear output;

    private EncoderClassifier(TransformerOptions options, int classes, Pooling pooling)
        : base(nameof(EncoderClassifier))
    {
        (Options, Pooling) = (options, pooling);
        tokens = new TokenTable(options.VocabularySize, options.Width);
        places = options.Positions == PositionKind.Learned ? new Parameter(zeros(options.Context, options.Width)) : null;
        dropout = nn.Dropout(options.Dropout);
        layers = new([.. Enumerable.Range(0, options.Layers).Select(i => new TransformerLayer(options, i, remembers: false))]);
        norm = TransformerLayer.Norm(options);
        output = nn.Linear(options.Width, classes);
        RegisterComponents();
    }

    /// <summary>Its shape.</summary>
    public TransformerOptions Options { get; }

    /// <summary>How places become one description.</summary>
    public Pooling Pooling { get; }

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="pooling">How places become one description.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="ArgumentException">An option is not one.</exception>
    public static EncoderClassifier Create(TransformerOptions options, int classes, Pooling pooling = Pooling.Mean, long seed = 0)
    {
        options.Checked();
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        EncoderClassifier model = SeededWeights.Make(() => new EncoderClassifier(options, classes, pooling), seed);
        foreach (TransformerLayer layer in model.layers)
        {
            layer.Calm(options.Layers);
        }

        return model;
    }

    /// <summary>Tokens to logits.</summary>
    /// <param name="input">Tokens, int64 [batch, time].</param>
    /// <param name="present">1 for a token and 0 for padding, int64 [batch, time].</param>
    /// <returns>Logits, [batch, classes].</returns>
    /// <exception cref="TrainingException">A token is none, or the sequences are longer than the context.</exception>
    public override Tensor forward(Tensor input, Tensor present)
    {
        TokenCheck.Inputs(input, Options);
        if (!present.shape.AsSpan().SequenceEqual(input.shape))
        {
            throw new TrainingException($"Which tokens are there has the shape of the tokens, [{string.Join(", ", input.shape)}]; it has [{string.Join(", ", present.shape)}].");
        }

        Tensor positions = arange(input.shape[1], ScalarType.Int64, input.device).unsqueeze(0);
        Tensor x = tokens.call(input);
        x = dropout.call(places is null ? x : x + places[positions]);
        var plan = new AttentionPlan
        {
            Mask = AttentionPlan.MaskOf(present, input.shape[1], causal: false),
            Turns = Options.Positions == PositionKind.Rotary ? AttentionPlan.TurnsAt(positions, Options.HeadSize, Options.RotaryBase) : null,
        };
        foreach (TransformerLayer layer in layers)
        {
            x = layer.call(x, plan);
        }

        x = norm.call(x);
        if (Pooling == Pooling.First)
        {
            return output.call(dropout.call(x.select(1, 0)));
        }

        Tensor there = present.ne(0).to(x.dtype).unsqueeze(-1);
        return output.call(dropout.call((x * there).sum(1) / there.sum(1).clamp_min(1)));
    }

    /// <summary>A batch's logits: padding is what lies beyond <see cref="Batch.Lengths"/>.</summary>
    /// <inheritdoc cref="forward" path="/exception" />
    public Tensor Forward(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Tensor present = batch.Lengths is { } lengths
            ? arange(batch.Input.shape[1], ScalarType.Int64, batch.Input.device).unsqueeze(0).lt(lengths.unsqueeze(1)).to(ScalarType.Int64)
            : ones_like(batch.Input);
        return call(batch.Input, present);
    }

    /// <summary>What a <see cref="Trainer"/> trains.</summary>
    /// <param name="loss">The loss; null takes the cross entropy.</param>
    /// <param name="metrics">Figures taken at validation beside the loss.</param>
    public TrainingTask ToTask(ILoss? loss = null, params IReadOnlyList<IBatchMetric> metrics) => new(this, Forward, loss ?? Losses.CrossEntropy()) { Metrics = metrics };

    /// <summary>Writes it: <c>input_ids</c> and <c>attention_mask</c> int64 [batch, time] to <c>logits</c> [batch, classes]. Before it is handed out it is compared with this model.</summary>
    /// <param name="exporter">How modules are written, and what runs the comparison; null takes the defaults.</param>
    /// <param name="opset">Version of the ONNX operators.</param>
    /// <exception cref="OnnxExportException">It can't be written, or answers otherwise.</exception>
    public OnnxModel ToOnnx(OnnxExporter? exporter = null, int opset = 21)
    {
        var options = new OnnxExportOptions { Opset = opset };
        options.Sizes["time"] = [Math.Min(5, Options.Context), 1, Math.Min(9, Options.Context)];
        options.Metadata[OnnxDecoder.ContextKey] = FormattableString.Invariant($"{Options.Context}");
        return (exporter ?? new OnnxExporter()).Export(
            this,
            [new("input_ids", ["batch", "time"], OnnxElementType.Int64) { Below = Options.VocabularySize }, new("attention_mask", ["batch", "time"], OnnxElementType.Int64)],
            ["logits"],
            options);
    }

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        OnnxGraphBuilder g = context.Graph;
        OnnxValue positions = context.Positions(inputs[0], 1);
        OnnxValue x = context.Call(tokens, inputs[0]);
        x = places is null ? x : g.Add(x, g.Gather(context.Parameter(places), positions));
        OnnxValue[] shared = [context.PaddingMask(inputs[1]), .. Options.Positions == PositionKind.Rotary ? AttentionPlan.TurnsAt(g, g.Unsqueeze(positions, [0]), Options.HeadSize, Options.RotaryBase) : []];
        foreach (TransformerLayer layer in layers)
        {
            x = context.Call(layer, [x, .. shared]);
        }

        x = context.Call(norm, x);
        if (Pooling == Pooling.First)
        {
            return [context.Call(output, g.Gather(x, g.Constant(0L, "first"), axis: 1))];
        }

        OnnxValue there = g.Unsqueeze(g.Cast(g.Not(g.Equal(inputs[1], g.Constant(0L, "absent"))), OnnxElementType.Float), [2]);
        OnnxValue count = g.Max(g.ReduceSum(there, [1], keepDims: false), g.Constant(1f, "one"));
        return [context.Call(output, g.Div(g.ReduceSum(g.Mul(x, there), [1], keepDims: false), count))];
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            places?.Dispose();
        }

        base.Dispose(disposing);
    }
}
