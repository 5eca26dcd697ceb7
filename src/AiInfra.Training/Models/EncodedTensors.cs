using System.Runtime.InteropServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>Encoded rows as tensors. Owns them.</summary>
/// <param name="Dense">Features, float [rows, width].</param>
/// <param name="Categories">Indices, int64 [rows, columns]; null where there are none.</param>
internal sealed record EncodedTensors(Tensor Dense, Tensor? Categories) : IDisposable
{
    /// <summary>Encodes blocks of rows, one after another, into the memory of the tensors.</summary>
    public static EncodedTensors Of(TableEncoder encoder, IEnumerable<IReadOnlyList<Row>> blocks, int rows)
    {
        int indices = encoder.CategorySizes.Count;
        Tensor dense = empty([rows, encoder.Width], ScalarType.Float32);
        Tensor? categories = indices > 0 ? empty([rows, indices], ScalarType.Int64) : null;
        long start = 0;
        foreach (IReadOnlyList<Row> block in blocks)
        {
            using Tensor? features = encoder.Width > 0 ? dense.narrow(0, start, block.Count) : null;
            using Tensor? numbers = categories?.narrow(0, start, block.Count);
            encoder.Encode(block, Memory<float>(features), Memory<long>(numbers));
            start += block.Count;
        }

        return new EncodedTensors(dense, categories);
    }

    public EncodedTensors DetachFromScope() => new(Dense.DetachFromDisposeScope(), Categories?.DetachFromDisposeScope());

    public void Dispose()
    {
        Dense.Dispose();
        Categories?.Dispose();
    }

    private static Span<T> Memory<T>(Tensor? rows)
        where T : struct => rows is null ? [] : MemoryMarshal.Cast<byte, T>(rows.bytes);
}
