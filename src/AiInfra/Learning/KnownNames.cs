using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Learning;

/// <summary>What is said of a name that is not there: those there are, and the one that may have been meant.</summary>
internal static class KnownNames
{
    public static string NoColumn(string column, RowSchema schema)
    {
        string[] names = [.. schema.Columns.Select(c => c.Name)];
        return $"There is no column '{column}' to learn.{Meant(column, names)} Columns: {string.Join(", ", names)}.";
    }

    /// <param name="dataset">The name that is not there.</param>
    /// <param name="written">Datasets that the host's ingestions write.</param>
    public static string NoDataset(string dataset, IReadOnlyCollection<string> written) =>
        $"There is no dataset '{dataset}' to train the first model on, and no ingestion of this host writes it.{Meant(dataset, written)} Ingestions write: {string.Join(", ", written)}.";

    private static string Meant(string name, IEnumerable<string> names) => NearestName.Of(name, names) is { } near ? $" Is '{near}' meant?" : "";
}
