using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loading;
using AiInfra.Training.Tabular;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>Rows with a target as tensors, encoded straight into their memory. Parts of it are read by row number, so that no row is held twice. Owns its tensors.</summary>
internal sealed class EncodedTable : IDisposable
{
    private readonly EncodedTensors _inputs;
    private readonly Tensor _target;

    private EncodedTable(EncodedTensors inputs, Tensor target)
    {
        _inputs = inputs;
        _target = target;
    }

    public int Rows => (int)_target.shape[0];

    /// <summary>Encodes chosen rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="chosen">Which of them, all with a target.</param>
    /// <param name="target">Their targets.</param>
    /// <param name="encoder">How columns become features.</param>
    /// <param name="labels">The classes, of a classification.</param>
    /// <param name="scaler">The scale, of a regression.</param>
    public static EncodedTable Of(RowBatch rows, int[] chosen, ColumnData target, TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler)
    {
        using DisposeScope scope = NewDisposeScope();
        EncodedTensors inputs = EncodedTensors.Of(encoder, RowBlocks.Of(rows, chosen), chosen.Length);
        Tensor targets;
        if (labels is not null)
        {
            var classes = new long[target.Count];
            for (int i = 0; i < classes.Length; i++)
            {
                classes[i] = labels.Encode(target[i]);
            }

            targets = tensor(classes);
        }
        else
        {
            var values = new float[target.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)scaler!.Encode(target[i].AsNumber());
            }

            targets = tensor(values);
        }

        return new EncodedTable(inputs.DetachFromScope(), targets.DetachFromDisposeScope());
    }

    /// <summary>Batches of a part of the rows.</summary>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps it.</param>
    /// <param name="part">Numbers of the rows; null reads all.</param>
    /// <param name="weights">Weight of each row of the part; null weighs all alike.</param>
    /// <param name="dropLast">Leaves out a last batch that is not full.</param>
    public TensorSource Source(int batchSize, long? shuffleSeed, long[]? part = null, float[]? weights = null, bool dropLast = false)
    {
        using DisposeScope scope = NewDisposeScope();
        return new TensorSource(
            _inputs.Dense.alias(),
            _target.alias(),
            batchSize,
            shuffleSeed,
            weights is null ? null : tensor(Averaging(weights)),
            _inputs.Categories?.alias(),
            dropLast,
            part is null ? null : tensor(part));
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _target.Dispose();
    }

    /// <summary>The weights scaled to average to one, as the losses expect.</summary>
    private static float[] Averaging(float[] weights)
    {
        double mean = weights.Average(w => (double)w);
        return Array.ConvertAll(weights, w => (float)(w / mean));
    }
}
