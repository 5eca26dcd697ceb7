namespace AiInfra.Core.Studies;

/// <summary>What values a parameter takes.</summary>
public enum ParameterKind : byte
{
    /// <summary>Numbers of a range, all of them or every so many.</summary>
    Float,

    /// <summary>Whole numbers of a range.</summary>
    Int,

    /// <summary>One of a list, without an order.</summary>
    Choice,
}
