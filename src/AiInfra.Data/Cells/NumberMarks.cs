namespace AiInfra.Data.Cells;

/// <summary>What point and comma mean in the numbers of a column.</summary>
internal enum NumberMarks : byte
{
    /// <summary>The point is the decimal mark; commas stand between thousands.</summary>
    Point,

    /// <summary>The comma is the decimal mark; points stand between thousands.</summary>
    Comma,

    /// <summary>Nothing tells. A cell that both readings take, with different values, is no number.</summary>
    Undecided,
}
