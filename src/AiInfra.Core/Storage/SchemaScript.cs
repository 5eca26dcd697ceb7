namespace AiInfra.Core.Storage;

/// <summary>One step of a module's schema: what brings its tables from the version before to this one.</summary>
/// <param name="Version">The version it leads to; one or more, and higher than that of the script before.</param>
/// <param name="Sql">Statements, separated by semicolons. A script that was once released is never changed: what changes is the next script.</param>
public sealed record SchemaScript(int Version, string Sql);
