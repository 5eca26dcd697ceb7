namespace AiInfra.Core.Rows;

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind : byte
{
    /// <summary>Nothing was there: an empty cell, a null, or a number that is not a number.</summary>
    Missing,

    /// <summary>A double. Never NaN: that is <see cref="Missing"/>. Infinities are kept.</summary>
    Number,

    /// <summary>Text, usually a category or an identifier.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A point in time, UTC.</summary>
    Instant,
}
