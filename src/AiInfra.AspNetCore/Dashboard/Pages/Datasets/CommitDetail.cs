namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>One commit in full.</summary>
/// <param name="Dataset">Dataset.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Columns">Columns and their kinds; empty where the schema is written in a way that this page does not know.</param>
/// <param name="Schema">The schema as the catalog has it.</param>
/// <param name="Files">Its files.</param>
/// <param name="Report">What the run that made it counted.</param>
/// <param name="RunTags">What that run tells besides.</param>
/// <param name="Metadata">What its maker kept, without the notes.</param>
internal sealed record CommitDetail(
    string Dataset,
    CommitRow Commit,
    IReadOnlyList<SchemaColumn> Columns,
    string Schema,
    IReadOnlyList<FileRow> Files,
    IReadOnlyDictionary<string, double> Report,
    IReadOnlyDictionary<string, string> RunTags,
    IReadOnlyDictionary<string, string> Metadata);
