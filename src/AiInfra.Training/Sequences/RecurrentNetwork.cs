using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Sequences;

/// <summary>A recurrent network that reads a sequence and answers at its end: [batch, time, features] to [batch, outputs], logits or numbers.</summary>
public sealed class RecurrentNetwork : nn.Module<Tensor, Tensor>, IExportable
{
    private readonly LSTM? lstm;
    private readonly GRU? gru;
    private readonly Linear output;

    private RecurrentNetwork(RecurrentKind kind, int features, int outputs, int hidden, int layers)
        : base(nameof(RecurrentNetwork))
    {
        lstm = kind == RecurrentKind.Lstm ? nn.LSTM(features, hidden, layers, batchFirst: true) : null;
        gru = kind == RecurrentKind.Gru ? nn.GRU(features, hidden, layers, batchFirst: true) : null;
        output = nn.Linear(hidden, outputs);
        RegisterComponents();
    }

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="kind">The cell.</param>
    /// <param name="features">Numbers at each step.</param>
    /// <param name="outputs">Classes, or numbers to answer.</param>
    /// <param name="hidden">Width of the state.</param>
    /// <param name="layers">Cells on top of each other.</param>
    /// <param name="seed">Seed of the weights.</param>
    public static RecurrentNetwork Create(RecurrentKind kind, int features, int outputs, int hidden = 64, int layers = 1, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return SeededWeights.Make(() => new RecurrentNetwork(kind, features, outputs, hidden, layers), seed);
    }

    /// <summary>Sequences [batch, time, features] to [batch, outputs].</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor states = lstm is not null ? lstm.call(input, null).Item1 : gru!.call(input, null).Item1;
        return output.call(states.select(1, -1));
    }

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        OnnxValue states = context.CallMany((nn.Module?)lstm ?? gru!, inputs[0])[0];
        OnnxValue last = context.Graph.Gather(states, context.Graph.Constant(-1L, "last"), axis: 1);
        return [context.Call(output, last)];
    }
}
