namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Something that a search found.</summary>
/// <param name="Kind">What it is: "model", "run"…</param>
/// <param name="Name">Its name or id.</param>
/// <param name="Link">Where it is shown, from <see cref="DashboardRequest.Link"/>.</param>
/// <param name="Words">What helps to tell it from others.</param>
public sealed record DashboardHit(string Kind, string Name, string Link, string Words = "");
