using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>A column in the making: elements of one tensor, call after call.</summary>
internal abstract class TensorColumn
{
    /// <summary>Rows so far.</summary>
    public int Count { get; protected set; }

    /// <summary>Adds one element of each row.</summary>
    /// <param name="from">The tensor.</param>
    /// <param name="at">The first row's element.</param>
    /// <param name="stride">Elements from row to row.</param>
    /// <param name="count">Rows.</param>
    public abstract void Append(SlotTensor from, int at, int stride, int count);

    /// <summary>Adds rows without a value, until there are so many.</summary>
    public abstract void PadTo(int rows);

    public abstract ColumnData Build();
}
