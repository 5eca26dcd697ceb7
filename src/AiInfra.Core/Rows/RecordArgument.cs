namespace AiInfra.Core.Rows;

/// <summary>A parameter of a record's constructor.</summary>
/// <param name="Name">The column that it is filled from: that of the property which it becomes, else the parameter's own name.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="Property">The property that it becomes, of the same name regardless of case; null where there is none.</param>
public sealed record RecordArgument(string Name, Type Type, RecordProperty? Property);
