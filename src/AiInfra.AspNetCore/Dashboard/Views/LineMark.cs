namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>Something that happened along a line.</summary>
internal readonly record struct LineMark(double X, string Kind, string Message);
