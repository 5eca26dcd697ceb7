namespace AiInfra.Evaluation.Slices;

/// <summary>What found slices are sorted by, the largest first.</summary>
public enum SliceOrder
{
    /// <summary><see cref="FoundSlice.Impact"/>: by how much the mean loss of all rows would fall if the slice cost as much as the average row. Large and bad.</summary>
    Impact,

    /// <summary><see cref="FoundSlice.Effect"/>: how bad, however few the rows.</summary>
    Effect,
}
