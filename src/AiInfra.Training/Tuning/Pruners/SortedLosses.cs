namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Lists in order, NaN at the end.</summary>
internal static class SortedLosses
{
    public static void Insert(List<double> sorted, double loss)
    {
        int place = sorted.BinarySearch(loss, NaNLast.Instance);
        sorted.Insert(place < 0 ? ~place : place, loss);
    }

    public static void Remove(List<double> sorted, double loss)
    {
        int place = sorted.BinarySearch(loss, NaNLast.Instance);
        if (place >= 0)
        {
            sorted.RemoveAt(place);
        }
    }

    private sealed class NaNLast : IComparer<double>
    {
        public static readonly NaNLast Instance = new();

        public int Compare(double x, double y) => double.IsNaN(x) || double.IsNaN(y) ? double.IsNaN(x).CompareTo(double.IsNaN(y)) : x.CompareTo(y);
    }
}
