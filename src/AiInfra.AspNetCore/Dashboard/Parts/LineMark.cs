namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>Something that happened along a line.</summary>
internal readonly record struct LineMark(double X, string Kind, string Message);
