using System.Collections;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Numbers of rows in the tensor by which they were taken, int64 [batch], which it owns.</summary>
internal sealed class TensorRowIds(Tensor rows) : IReadOnlyList<long>, IDisposable
{
    public int Count => (int)rows.shape[0];

    public long this[int index] => rows[index].item<long>();

    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)rows.data<long>().ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => rows.Dispose();
}
