using System.Collections;

namespace AiInfra.Training.Loading;

/// <summary>Numbers of rows that follow each other.</summary>
internal sealed class RowRange(long start, long count) : IReadOnlyList<long>
{
    public int Count => (int)count;

    public long this[int index] => index >= 0 && index < count ? start + index : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<long> GetEnumerator()
    {
        for (long i = 0; i < count; i++)
        {
            yield return start + i;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
