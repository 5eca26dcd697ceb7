using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>A language model that reads from left to right (GPT): tokens int64 [batch, time] to scores of the next token after each, [batch, time, tokens]. Trained by <see cref="ToTask"/>, asked by <see cref="TokenDecoderExtensions"/>, and written by <see cref="ToOnnx"/> with keys and values that the caller carries from call to call.</summary>
public sealed class DecoderModel : nn.Module<Tensor, Tensor>, IExportable, ITokenDecoder
{
    // Names of fields are names in checkpoints.
    private readonly TokenTable tokens;
    private readonly Parameter? places;
    private readonly Dropout dropout;
    private readonly ModuleList<TransformerLayer> layers;
    private readonly nn.Module<Tensor, Tensor> norm;
    private readonly Linear? scores;

    private DecoderModel(TransformerOptions options, bool tied)
        : base(nameof(DecoderModel))
    {
        Options = options;
        tokens = new TokenTable(options.VocabularySize, options.Width);
        places = options.Positions == PositionKind.Learned ? new Parameter(zeros(options.Context, options.Width)) : null;
        dropout = nn.Dropout(options.Dropout);
        layers = new([.. Enumerable.Range(0, options.Layers).Select(i => new TransformerLayer(options, i, remembers: true))]);
        norm = TransformerLayer.Norm(options);
        scores = tied ? null : nn.Linear(options.Width, options.VocabularySize, hasBias: false);
        RegisterComponents();
    }

    /// <summary>Its shape.</summary>
    public TransformerOptions Options { get; }

    /// <inheritdoc />
    public int VocabularySize => Options.VocabularySize;

    /// <inheritdoc />
    public int Context => Options.Context;

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="tied">Whether the table of tokens gives the scores too (Press and Wolf 2017).</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="ArgumentException">An option is not one.</exception>
    public static DecoderModel Create(TransformerOptions options, bool tied = true, long seed = 0)
    {
        options.Checked();
        DecoderModel model = SeededWeights.Make(() => new DecoderModel(options, tied), seed);
        foreach (TransformerLayer layer in model.layers)
        {
            layer.Calm(options.Layers);
        }

        return model;
    }

    /// <summary>Tokens int64 [batch, time] to scores [batch, time, tokens].</summary>
    /// <exception cref="TrainingException">A token is none, or the sequences are longer than the context.</exception>
    public override Tensor forward(Tensor input) => Read(input, At(input), new AttentionPlan { Causal = true });

    /// <summary>A batch's scores: its input alone, or with sequences that share rows kept apart (<see cref="Batch.Segments"/>). Padding behind the end needs nothing: no place sees what comes after it.</summary>
    /// <inheritdoc cref="forward" path="/exception" />
    public Tensor Forward(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Segments is not { } segments)
        {
            return call(batch.Input);
        }

        // Places are counted from the start of each sequence: the last place at which the number changed.
        Tensor all = At(segments);
        Tensor before = cat([full_like(segments.narrow(1, 0, 1), -1), segments.narrow(1, 0, segments.shape[1] - 1)], 1);
        Tensor starts = all.masked_fill(segments.eq(before), 0).cummax(1).values;
        return Read(batch.Input, all - starts, new AttentionPlan { Mask = AttentionPlan.MaskOfSegments(segments) });
    }

    /// <summary>What a <see cref="Trainer"/> trains: the cross entropy of the next token, in nats, the mean over all tokens of a batch. The target is the batch's own, such as of <see cref="TokenSource"/>, or else its input one place later within each sequence; −100 is left out.</summary>
    /// <param name="metrics">Figures taken at validation beside the loss.</param>
    public TrainingTask ToTask(params IReadOnlyList<IBatchMetric> metrics) => new(this, Forward, new NextTokenLoss()) { Metrics = metrics };

    /// <summary>Writes it with the inputs and outputs of Hugging Face's exports, all but the widths open: <c>input_ids</c> int64 [batch, time], <c>attention_mask</c> int64 [batch, past + time] (0 for padding, before the text), <c>position_ids</c> int64 [batch, time] and <c>past_key_values.N.key</c> and <c>.value</c> [batch, heads, past, size] to <c>logits</c> [batch, time, tokens] and <c>present.N.key</c> and <c>.value</c>. Before it is handed out it is compared with this model, in one piece and in two.</summary>
    /// <param name="exporter">How modules are written, and what runs the comparison; null takes the defaults.</param>
    /// <param name="opset">Version of the ONNX operators.</param>
    /// <exception cref="OnnxExportException">It can't be written, or answers otherwise.</exception>
    public OnnxModel ToOnnx(OnnxExporter? exporter = null, int opset = 21)
    {
        var options = new OnnxExportOptions { Opset = opset, Forward = given => [Read(given[0], given[2], new AttentionPlan { Mask = AttentionPlan.MaskOf(given[1], given[0].shape[1], causal: true) })] };
        options.Sizes["batch"] = [1, 3, 2];
        options.Sizes["time"] = [Math.Min(5, Context), Math.Min(2, Context), Math.Min(9, Context)];
        options.Metadata[OnnxDecoder.ContextKey] = FormattableString.Invariant($"{Context}");
        return (exporter ?? new OnnxExporter()).Export(
            this,
            [
                new("input_ids", ["batch", "time"], OnnxElementType.Int64) { Below = VocabularySize },
                new("attention_mask", ["batch", "total"], OnnxElementType.Int64),
                new("position_ids", ["batch", "time"], OnnxElementType.Int64) { Below = Context },
            ],
            ["logits"],
            options);
    }

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (inputs.Count != 3)
        {
            throw context.Unsupported(this, $"it is written with input_ids, attention_mask and position_ids, by {nameof(ToOnnx)}; {inputs.Count} inputs were given");
        }

        OnnxGraphBuilder g = context.Graph;
        OnnxValue x = context.Call(tokens, inputs[0]);
        x = places is null ? x : g.Add(x, g.Gather(context.Parameter(places), inputs[2]));
        OnnxValue[] shared = [context.CausalMask(inputs[0], 1, inputs[1], 1, inputs[1]), .. Options.Positions == PositionKind.Rotary ? AttentionPlan.TurnsAt(g, inputs[2], Options.HeadSize, Options.RotaryBase) : []];
        foreach (TransformerLayer layer in layers)
        {
            x = context.Call(layer, [x, .. shared]);
        }

        x = context.Call(norm, x);
        return [scores is null ? g.MatMul(x, g.Transpose(context.Parameter(tokens.Weight), [1, 0])) : context.Call(scores, x)];
    }

    /// <inheritdoc />
    public IDecoding Begin(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return new ModelDecoding(this, batch);
    }

    /// <summary>Scores of tokens at places int64 [batch or 1, time], or of the last place alone, [batch, tokens].</summary>
    internal Tensor Read(Tensor input, Tensor positions, AttentionPlan plan, bool lastOnly = false)
    {
        TokenCheck.Inputs(input, Options);
        Tensor x = tokens.call(input);
        x = dropout.call(places is null ? x : x + places[positions]);
        (Tensor Cos, Tensor Sin)? turns = Options.Positions == PositionKind.Rotary ? AttentionPlan.TurnsAt(positions, Options.HeadSize, Options.RotaryBase) : null;
        plan = new AttentionPlan { Causal = plan.Causal, Mask = plan.Mask, Cache = plan.Cache, Turns = turns };
        foreach (TransformerLayer layer in layers)
        {
            x = layer.call(x, plan);
        }

        x = norm.call(lastOnly ? x.select(1, -1) : x);
        return scores is null ? nn.functional.linear(x, tokens.Weight) : scores.call(x);
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

    private static Tensor At(Tensor input) => arange(input.shape[^1], ScalarType.Int64, input.device).unsqueeze(0);
}
