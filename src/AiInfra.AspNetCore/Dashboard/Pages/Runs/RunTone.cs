namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>The colour of a run's status.</summary>
internal static class RunTone
{
    public static string Of(string status) => status switch
    {
        "finished" => "good",
        "failed" => "bad",
        "running" => "live",
        "interrupted" => "warn",
        _ => "",
    };
}
