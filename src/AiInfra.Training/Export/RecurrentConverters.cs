using System.Globalization;
using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Recurrent layers: input [time, batch, in], or [batch, time, in] where the module has its batch first; then the states, if they are given. Outputs are those of the module.</summary>
/// <remarks>TorchSharp does not tell how a module was made: layers, directions and sizes follow from its parameters, the order of dimensions and the activation are found by asking it.</remarks>
internal static class RecurrentConverters
{
    // torch has i, f, g, o; ONNX i, o, f, c.
    private static readonly int[] LstmGates = [0, 3, 1, 2];

    // torch has r, z, n; ONNX z, r, h.
    private static readonly int[] GruGates = [1, 0, 2];

    public static void AddTo(ModuleConverters converters) => converters
        .AddMany<LSTM>((m, inputs, c) => Convert(c, m, inputs, "LSTM", LstmGates, [], x => Third(m.call(x, null))))
        .AddMany<GRU>((m, inputs, c) => Convert(c, m, inputs, "GRU", GruGates, [("linear_before_reset", 1)], x => m.call(x, null)))
        .AddMany<RNN>((m, inputs, c) => Convert(c, m, inputs, "RNN", [0], null, x => m.call(x, null)));

    private static (Tensor Output, Tensor Hidden) Third((Tensor Output, Tensor Hidden, Tensor Cell) answer) => (answer.Output, answer.Hidden);

    private static IReadOnlyList<OnnxValue> Convert(
        ExportContext context, nn.Module module, IReadOnlyList<OnnxValue> inputs, string op, int[] gates, OnnxAttribute[]? attributes, Func<Tensor, (Tensor Output, Tensor Hidden)> ask)
    {
        OnnxGraphBuilder graph = context.Graph;
        int states = op == "LSTM" ? 2 : 1;
        if (inputs.Count != 1 && inputs.Count != 1 + states)
        {
            throw context.Unsupported(module, $"it takes its input, or its input and {states} state(s), as values; {inputs.Count} were given");
        }

        context.Rank(module, inputs[0], 3);
        Dictionary<string, Tensor> parameters = module.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter, StringComparer.Ordinal);
        int directions = parameters.ContainsKey("weight_ih_l0_reverse") ? 2 : 1;
        int layers = parameters.Keys.Count(k => k.StartsWith("weight_ih_l", StringComparison.Ordinal)) / directions;
        long hidden = parameters["weight_hh_l0"].shape[1];
        bool batchFirst = BatchFirst(parameters["weight_ih_l0"], ask);
        attributes ??= [("activations", Enumerable.Repeat(Activation(context, module, parameters, batchFirst, ask), directions).ToArray())];
        OnnxValue x = batchFirst ? graph.Transpose(inputs[0], [1, 0, 2]) : inputs[0];
        var last = new List<OnnxValue[]>();
        for (int layer = 0; layer < layers; layer++)
        {
            using IDisposable scope = graph.Scope(string.Create(CultureInfo.InvariantCulture, $"l{layer}"));
            using RecurrentWeights weights = RecurrentWeights.Of(parameters, layer, directions, gates);
            OnnxValue State(int index) => inputs.Count == 1 ? default
                : layers == 1 ? inputs[1 + index]
                : graph.Slice(inputs[1 + index], (long)layer * directions, (long)(layer + 1) * directions, 0);
            OnnxValue[] outputs = graph.Nodes(
                op,
                [
                    x, context.Constant("W", weights.Input), context.Constant("R", weights.Hidden), weights.Bias is { } bias ? context.Constant("B", bias) : default,
                    default, State(0), states == 2 ? State(1) : default,
                ],
                1 + states,
                [("hidden_size", hidden), ("direction", directions == 2 ? "bidirectional" : "forward"), .. attributes]);

            // [time, directions, batch, hidden] to [time, batch, directions × hidden].
            x = directions == 1 ? graph.Squeeze(outputs[0], [1]) : graph.Reshape(graph.Transpose(outputs[0], [0, 2, 1, 3]), [0, 0, directions * hidden]);
            last.Add(outputs[1..]);
        }

        OnnxValue output = batchFirst ? graph.Transpose(x, [1, 0, 2]) : x;
        return [output, .. Enumerable.Range(0, states).Select(s => layers == 1 ? last[0][s] : graph.Concat([.. last.Select(l => l[s])], 0))];
    }

    private static bool BatchFirst(Tensor weight, Func<Tensor, (Tensor Output, Tensor Hidden)> ask)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return ask(zeros([2, 3, weight.shape[1]], dtype: weight.dtype, device: weight.device)).Hidden.shape[1] == 2;
    }

    private static string Activation(ExportContext context, nn.Module module, Dictionary<string, Tensor> parameters, bool batchFirst, Func<Tensor, (Tensor Output, Tensor Hidden)> ask)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = parameters["weight_ih_l0"].detach();
        using var generator = new Generator(1);
        Tensor x = (randn([1, 1, weight.shape[1]], generator: generator) * 3).to(weight.dtype).to(weight.device);
        Tensor before = x[0].matmul(weight.t());
        foreach (string name in new[] { "bias_ih_l0", "bias_hh_l0" })
        {
            before = parameters.TryGetValue(name, out Tensor? bias) ? before + bias.detach() : before;
        }

        // The first layer is seen at the output where it is the only one; else its last state is.
        Tensor answer = ask(x).Hidden[0];
        double Apart(Tensor expected) => (answer - expected).abs().max().cpu().ToDouble();
        (double tanh, double relu) = (Apart(before.tanh()), Apart(before.relu()));
        return tanh < 1e-4 && tanh < relu ? "Tanh" : relu < 1e-4 && relu < tanh ? "Relu"
            : throw context.Unsupported(module, "its activation could not be found by asking it: with its weights, tanh and relu answer alike");
    }
}
