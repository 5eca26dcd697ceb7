namespace AiInfra.Data.Sources.JsonLines;

/// <summary>What happens to a property that no object of the sample has.</summary>
public enum JsonNewProperty : byte
{
    /// <summary>It is not read; a note says how many objects have it.</summary>
    LeaveOut,

    /// <summary>Its object is put aside.</summary>
    RejectRow,

    /// <summary>The file is refused.</summary>
    Refuse,
}
