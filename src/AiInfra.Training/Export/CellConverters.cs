using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>One step of a recurrent layer: input [batch, in], then the states [batch, hidden], which are zero where they are not given.</summary>
internal static class CellConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .AddMany<LSTMCell>(ConvertLstm)
        .Add<GRUCell>(ConvertGru)
        .Add<RNNCell>(ConvertRnn);

    private static IReadOnlyList<OnnxValue> ConvertLstm(LSTMCell cell, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        if (inputs.Count is not (1 or 3))
        {
            throw context.Unsupported(cell, $"it takes its input, or its input and two states, as values; {inputs.Count} were given");
        }

        OnnxGraphBuilder graph = context.Graph;
        OnnxValue sum = From(context, cell, inputs[0], cell.weight_ih!, cell.bias_ih, "ih");
        sum = inputs.Count == 3 ? graph.Add(sum, From(context, cell, inputs[1], cell.weight_hh!, cell.bias_hh, "hh")) : Biased(context, sum, cell.bias_hh);
        OnnxValue[] gates = graph.SplitEvenly(sum, 4, 1);
        OnnxValue state = graph.Mul(graph.Sigmoid(gates[0]), graph.Tanh(gates[2]));
        state = inputs.Count == 3 ? graph.Add(graph.Mul(graph.Sigmoid(gates[1]), inputs[2]), state) : state;
        return [graph.Mul(graph.Sigmoid(gates[3]), graph.Tanh(state)), state];
    }

    private static OnnxValue ConvertGru(GRUCell cell, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(cell, inputs, 1, 2);
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue[] given = graph.SplitEvenly(From(context, cell, inputs[0], cell.weight_ih!, cell.bias_ih, "ih"), 3, 1);
        OnnxValue hidden = inputs.Count == 2 ? inputs[1] : Zeros(context, inputs[0], cell.weight_hh!);
        OnnxValue[] kept = graph.SplitEvenly(From(context, cell, hidden, cell.weight_hh!, cell.bias_hh, "hh"), 3, 1);
        OnnxValue reset = graph.Sigmoid(graph.Add(given[0], kept[0]));
        OnnxValue update = graph.Sigmoid(graph.Add(given[1], kept[1]));
        OnnxValue fresh = graph.Tanh(graph.Add(given[2], graph.Mul(reset, kept[2])));
        return graph.Add(graph.Mul(graph.Sub(context.Scalar(fresh, 1, "one"), update), fresh), graph.Mul(update, hidden));
    }

    private static OnnxValue ConvertRnn(RNNCell cell, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(cell, inputs, 1, 2);
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue sum = From(context, cell, inputs[0], cell.weight_ih!, cell.bias_ih, "ih");
        sum = inputs.Count == 2 ? graph.Add(sum, From(context, cell, inputs[1], cell.weight_hh!, cell.bias_hh, "hh")) : Biased(context, sum, cell.bias_hh);
        return Relu(cell, context) ? graph.Relu(sum) : graph.Tanh(sum);
    }

    private static OnnxValue From(ExportContext context, nn.Module cell, OnnxValue x, Tensor weight, Tensor? bias, string end)
    {
        context.Rank(cell, x, 2);
        return LinearConverters.Apply(context, x, weight, bias, $"weight_{end}", $"bias_{end}");
    }

    private static OnnxValue Biased(ExportContext context, OnnxValue sum, Tensor? bias) => bias is null ? sum : context.Graph.Add(sum, context.Constant("bias_hh", bias));

    private static OnnxValue Zeros(ExportContext context, OnnxValue x, Tensor weight)
    {
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue shape = graph.Concat([graph.SizeOf(x, 0), graph.Initializer("hidden", [weight.shape[1]])], 0);
        return graph.Said(graph.Expand(context.Scalar(x, 0, "zero"), shape), [x.Shape![0], weight.shape[1]]);
    }

    /// <summary>TorchSharp does not tell the activation: the cell is asked for a step from zero.</summary>
    private static bool Relu(RNNCell cell, ExportContext context)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor weight = cell.weight_ih!.detach();
        Tensor x = (randn([4, weight.shape[1]], generator: generator) * 3).to(weight.dtype).to(weight.device);
        Tensor before = x.matmul(weight.t());
        before = cell.bias_ih is { } first ? before + first.detach() + cell.bias_hh!.detach() : before;
        Tensor answer = cell.call(x, null!);
        double Apart(Tensor expected) => (answer - expected).abs().max().cpu().ToDouble();
        (double tanh, double relu) = (Apart(before.tanh()), Apart(before.relu()));
        return tanh < 1e-4 && tanh < relu ? false : relu < 1e-4 && relu < tanh ? true
            : throw context.Unsupported(cell, "its activation could not be found by asking it: with its weights, tanh and relu answer alike");
    }
}
