namespace AiInfra.Metrics.Survival;

/// <summary>How many there are below a rank, while they come in any order: a binary indexed tree (Fenwick 1994), log n a question.</summary>
internal sealed class RankCounts(int ranks)
{
    private readonly int[] _tree = new int[ranks + 1];

    public int Total { get; private set; }

    public void Add(int rank)
    {
        Total++;
        for (int i = rank + 1; i < _tree.Length; i += i & -i)
        {
            _tree[i]++;
        }
    }

    public long Below(int rank)
    {
        long sum = 0;
        for (int i = rank; i > 0; i -= i & -i)
        {
            sum += _tree[i];
        }

        return sum;
    }
}
