using AiInfra.Training.Loading;

namespace AiInfra.Training.Tasks;

/// <summary>A batch's rows as messages name them.</summary>
internal static class BatchRows
{
    /// <summary>A sentence with the numbers of all rows or of those at some places; empty where a whole batch has none.</summary>
    public static string Named(Batch batch, IEnumerable<long>? places = null)
    {
        if (batch.RowIds is not { } ids)
        {
            return places is null ? "" : $" Places in the batch: {List([.. places])}.";
        }

        return $" Rows: {List(places is null ? [.. ids] : [.. places.Where(p => p < ids.Count).Select(p => ids[(int)p])])}.";
    }

    private static string List(long[] numbers) => string.Join(", ", numbers.Take(8)) + (numbers.Length > 8 ? $" and {numbers.Length - 8} more" : "");
}
