using System.Globalization;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Sequences;

/// <summary>A temporal convolutional network (Bai, Kolter, Koltun, An Empirical Evaluation of Generic Convolutional and Recurrent Networks, 2018) that answers at the end of a sequence: [batch, time, features] to [batch, outputs]. Block n looks 2^n steps apart.</summary>
public sealed class TemporalConvolution : nn.Module<Tensor, Tensor>, IExportable
{
    private readonly Sequential blocks;
    private readonly Linear output;

    private TemporalConvolution(int features, int outputs, int channels, int depth, int kernel, double dropout)
        : base(nameof(TemporalConvolution))
    {
        List<(string, nn.Module<Tensor, Tensor>)> parts = [];
        for (int i = 0; i < depth; i++)
        {
            parts.Add((i.ToString(CultureInfo.InvariantCulture), new TemporalBlock(i == 0 ? features : channels, channels, kernel, 1 << i, dropout)));
        }

        blocks = nn.Sequential(parts);
        output = nn.Linear(channels, outputs);
        Sight = 1 + (2 * (kernel - 1) * ((1 << depth) - 1));
        RegisterComponents();
    }

    /// <summary>How many of the last steps its answer depends on.</summary>
    public int Sight { get; }

    /// <summary>Makes one. Its weights follow from the seed alone.</summary>
    /// <param name="features">Numbers at each step.</param>
    /// <param name="outputs">Classes, or numbers to answer.</param>
    /// <param name="channels">Width of the blocks.</param>
    /// <param name="depth">Blocks, 1 to 20.</param>
    /// <param name="kernel">Steps that a convolution sees.</param>
    /// <param name="dropout">Share of values set to zero in training.</param>
    /// <param name="seed">Seed of the weights.</param>
    public static TemporalConvolution Create(int features, int outputs, int channels = 32, int depth = 4, int kernel = 3, double dropout = 0, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 2);
        return SeededWeights.Make(() => new TemporalConvolution(features, outputs, channels, depth, kernel, dropout), seed);
    }

    /// <summary>Sequences [batch, time, features] to [batch, outputs].</summary>
    public override Tensor forward(Tensor input) => output.call(blocks.call(input.transpose(1, 2)).select(2, -1));

    /// <inheritdoc />
    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        OnnxValue x = context.Call(blocks, context.Graph.Transpose(inputs[0], [0, 2, 1]));
        return [context.Call(output, context.Graph.Gather(x, context.Graph.Constant(-1L, "last"), axis: 2))];
    }
}
