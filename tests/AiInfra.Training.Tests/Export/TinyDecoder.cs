using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>A decoder of text with forward methods of its own: tokens int64 [batch, time] to scores [batch, time, tokens].</summary>
internal sealed class TinyDecoder : nn.Module<Tensor, Tensor>, IExportable
{
    private readonly Embedding tokens;
    private readonly Parameter places;
    private readonly ModuleList<Layer> layers;
    private readonly LayerNorm norm;

    public TinyDecoder(long count, long width, long heads, int depth, long longest)
        : base(nameof(TinyDecoder))
    {
        tokens = nn.Embedding(count, width);
        places = nn.Parameter(randn(longest, width));
        layers = new([.. Enumerable.Range(0, depth).Select(i => new Layer(width, heads, i))]);
        norm = nn.LayerNorm(width);
        RegisterComponents();
    }

    public bool WrongMask { get; init; }

    public override Tensor forward(Tensor input)
    {
        Tensor x = tokens.call(input) + places[..(int)input.shape[1]];
        foreach (Layer layer in layers)
        {
            x = layer.call(x);
        }

        // The table of tokens gives the scores, too.
        return norm.call(x).matmul(tokens.weight!.t());
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder g = context.Graph;
        OnnxValue ids = inputs[0];
        AttentionCache[] caches = [.. layers.Select((layer, i) => context.Cache($"{i}", ids.Shape![0], layer.Heads, layer.Size))];
        OnnxValue positions = WrongMask ? context.Positions(ids, 1) : context.Positions(ids, 1, caches[0]);
        OnnxValue x = g.Add(context.Call(tokens, ids), g.Gather(context.Parameter(places), positions));
        for (int i = 0; i < layers.Count; i++)
        {
            layers[i].Cache = caches[i];
            x = context.Call(layers[i], x);
        }

        return [g.MatMul(context.Call(norm, x), g.Transpose(g.Value("model/tokens/weight"), [1, 0]))];
    }

    private sealed class Layer : nn.Module<Tensor, Tensor>, IExportable
    {
        private readonly Linear project;
        private readonly Linear output;

        public Layer(long width, long heads, int number)
            : base($"layer{number}")
        {
            (Heads, Size) = (heads, width / heads);
            project = nn.Linear(width, 3 * width);
            output = nn.Linear(width, width);
            RegisterComponents();
        }

        public long Heads { get; }

        public long Size { get; }

        public AttentionCache? Cache { get; set; }

        public override Tensor forward(Tensor input)
        {
            (long batch, long time, long width) = (input.shape[0], input.shape[1], input.shape[2]);
            Tensor[] parts = [.. project.call(input).chunk(3, -1).Select(p => p.reshape(batch, time, Heads, Size).transpose(1, 2))];
            Tensor scores = parts[0].matmul(parts[1].transpose(-1, -2)) / Math.Sqrt(Size);
            scores = scores.masked_fill(ones(time, time).triu(1).to(ScalarType.Bool), double.NegativeInfinity);
            return input + output.call(scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(batch, time, width));
        }

        public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
        {
            OnnxGraphBuilder g = context.Graph;
            OnnxValue[] parts = [.. g.SplitEvenly(context.Call(project, inputs[0]), 3, 2).Select(p => g.Transpose(g.Reshape(p, [0, 0, Heads, Size]), [0, 2, 1, 3]))];
            (OnnxValue keys, OnnxValue values) = Cache!.Append(parts[1], parts[2]);
            OnnxValue scores = g.Mul(g.MatMul(parts[0], g.Transpose(keys, [0, 1, 3, 2])), g.Constant(1 / MathF.Sqrt(Size)));
            scores = g.Add(scores, context.CausalMask(parts[0], 2, keys, 2));
            OnnxValue mixed = g.Transpose(g.MatMul(g.Softmax(scores), values), [0, 2, 1, 3]);
            return [g.Add(inputs[0], context.Call(output, g.Reshape(mixed, [0, 0, Heads * Size])))];
        }
    }
}
