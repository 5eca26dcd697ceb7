namespace AiInfra.Data.Cells;

/// <summary>What happens to a cell that does not fit its column's kind.</summary>
public enum MisfitCell : byte
{
    /// <summary>Its row is put aside.</summary>
    RejectRow,

    /// <summary>It becomes missing, and is counted.</summary>
    Missing,
}
