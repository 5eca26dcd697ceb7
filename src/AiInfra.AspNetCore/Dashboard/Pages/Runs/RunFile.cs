namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>A file of a run.</summary>
internal sealed record RunFile(string Path, string Digest, long Bytes, DateTimeOffset At);
