using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>Rows, their targets and weights as numbers, in the order of the rows; rows without a target are left out.</summary>
internal sealed class EncodedTable
{
    private readonly EncodedBatch _features;
    private readonly long[] _classes;
    private readonly float[] _values;
    private readonly float[]? _weights;

    private EncodedTable(EncodedBatch features, long[] classes, float[] values, float[]? weights)
    {
        _features = features;
        _classes = classes;
        _values = values;
        _weights = weights;
    }

    public int Rows => _features.Rows;

    public static EncodedTable Of(IReadOnlyList<Row> rows, string target, TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler, IReadOnlyList<float>? weights)
    {
        long[] classes = labels is null ? [] : [.. rows.Select(r => (long)labels.Encode(r[target]))];
        float[] values = scaler is null ? [] : [.. rows.Select(r => (float)scaler.Encode(r[target].AsNumber()))];
        return new EncodedTable(encoder.Encode(rows), classes, values, weights is null ? null : Averaging(weights));
    }

    /// <summary>The weights scaled to average to one, as the losses expect.</summary>
    private static float[] Averaging(IReadOnlyList<float> weights)
    {
        double mean = weights.Average(w => (double)w);
        return [.. weights.Select(w => (float)(w / mean))];
    }

    /// <summary>Batches of the rows; none where no row has weight.</summary>
    public TensorSource Source(int batchSize, long? shuffleSeed, bool dropLast = false)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor input = tensor(_features.Dense, [Rows, _features.Width]).DetachFromDisposeScope();
        Tensor? categories = _features.CategoryCount > 0 ? tensor(_features.Categories, [Rows, _features.CategoryCount]).DetachFromDisposeScope() : null;
        Tensor target = (_classes.Length > 0 ? tensor(_classes) : tensor(_values)).DetachFromDisposeScope();
        Tensor? weight = _weights is null ? null : tensor(_weights).DetachFromDisposeScope();
        return new TensorSource(input, target, batchSize, shuffleSeed, weight, categories, dropLast);
    }
}
