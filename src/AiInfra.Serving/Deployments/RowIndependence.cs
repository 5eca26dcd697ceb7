using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>Asks a model the same rows alone and together: where rows see each other (a softmax over the batch, a batch norm in training mode, a mean over the rows), a batch of several callers' requests answers none of them right.</summary>
internal static class RowIndependence
{
    // Far above what the order of additions changes; BF16 has 8 bits.
    private const double Tolerance = 1e-3;
    private const double HalfTolerance = 2e-2;
    private static readonly WarmUpValues[] InTurn = [WarmUpValues.Mixed, WarmUpValues.Bits];

    private const string Whole = $"{nameof(OnnxRuntimeOptions)}.{nameof(OnnxRuntimeOptions.WholeRequests)}";

    /// <summary>What differs, in words and with the cure; null where nothing does, and where the model takes no such rows.</summary>
    public static string? Change(ModelSlot slot, int rows, CancellationToken cancellationToken)
    {
        foreach (WarmUpValues values in InTurn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Change(slot, values, rows);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Not what it takes; the warm-up has said what there is to say about failures.
            }
        }

        return null;
    }

    private static string? Change(ModelSlot slot, WarmUpValues values, int rows)
    {
        Value[][] together = Run(slot, values, 0, rows);
        double[] scales = [.. together.Select(Scale)];
        for (int row = 0; row < rows; row++)
        {
            Value[][] alone = Run(slot, values, row, 1);
            Value[][] again = Run(slot, values, row, 1);
            for (int o = 0; o < alone.Length; o++)
            {
                int width = alone[o].Length;
                TensorSpec output = slot.Outputs[o].Spec;
                if (width * rows != together[o].Length)
                {
                    return null;
                }

                if (Differs(output.Type, alone[o], again[o], scales[o]) is >= 0 and int other)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"The same row is answered differently each time: output '{output.Name}' is {alone[o][other]} and then {again[o][other]}. Where the model is not random by its nature, it was exported as it trains (dropout, or a batch norm that also mixes the rows of a call): export it for inference, or set {Whole}, so that each request is a call of its own.");
                }

                Value[] beside = together[o][(row * width)..((row + 1) * width)];
                if (Differs(output.Type, alone[o], beside, scales[o]) is >= 0 and int at)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"Rows see each other: output '{output.Name}' of one row is {alone[o][at]} when it is asked alone and {beside[at]} in a batch of {rows}. Answers then depend on whoever else asks at that moment. Set {Whole}: each request is then a call of its own, answered whole.");
                }
            }
        }

        return null;
    }

    private static Value[][] Run(ModelSlot slot, WarmUpValues values, int first, int rows)
    {
        slot.SetRows(rows);
        values.Fill(slot, first);
        slot.RunRows();
        var outputs = new Value[slot.Outputs.Length][];
        for (int o = 0; o < outputs.Length; o++)
        {
            SlotTensor output = slot.Outputs[o];
            outputs[o] = new Value[output.Count];
            TensorValues.Of(output.Spec.Type).Read(output, 0, outputs[o]);
        }

        return outputs;
    }

    private static double Scale(Value[] values) => values
        .Where(v => v.Kind == ValueKind.Number && double.IsFinite(v.AsNumber()))
        .Select(v => Math.Abs(v.AsNumber()))
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>The first element that differs by more than rounding, or -1.</summary>
    private static int Differs(TensorType type, Value[] one, Value[] other, double scale)
    {
        double tolerance = type switch
        {
            TensorType.Float32 or TensorType.Float64 => Tolerance * scale,
            TensorType.Float16 or TensorType.BFloat16 => HalfTolerance * scale,

            // Quantised outputs may round the other way.
            TensorType.Int8 or TensorType.UInt8 => 1,
            _ => 0,
        };
        for (int i = 0; i < one.Length; i++)
        {
            bool same = one[i].Equals(other[i]) || (one[i].Kind == ValueKind.Number && other[i].Kind == ValueKind.Number && Math.Abs(one[i].AsNumber() - other[i].AsNumber()) <= tolerance);
            if (!same)
            {
                return i;
            }
        }

        return -1;
    }
}
