namespace AiInfra.Data.Datasets;

/// <summary>A dataset cannot be written or read as asked: other columns, no rows, or a head that moved. Nothing was changed.</summary>
public class DatasetException(string message, Exception? inner = null) : AiInfraException(message, inner);
