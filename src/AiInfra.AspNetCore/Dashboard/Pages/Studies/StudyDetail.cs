namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>One study in full.</summary>
/// <param name="Study">The study.</param>
/// <param name="Importance">How much each parameter matters, the greatest first.</param>
/// <param name="Counts">How many trials stand where.</param>
/// <param name="Best">Numbers of the trials that nothing surpasses.</param>
/// <param name="Trials">Its trials, the best first, then the newest of the others.</param>
/// <param name="More">Trials that are not listed.</param>
internal sealed record StudyDetail(StudyRow Study, IReadOnlyDictionary<string, double> Importance, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<int> Best, IReadOnlyList<TrialRow> Trials, int More);
