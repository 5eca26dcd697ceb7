using System.Runtime.CompilerServices;

namespace AiInfra.Support;

/// <summary>Waits for something that another thread brings about, with patience for a busy machine.</summary>
internal static class Until
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Returns when it holds; the test fails where it does not within minutes.</summary>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), null, what);

    /// <summary>Returns when it holds; the test fails where it does not within minutes.</summary>
    /// <param name="condition">Asked every few milliseconds.</param>
    /// <param name="meanwhile">Done before each further question, such as turning a clock.</param>
    /// <param name="what">The condition's source, for the message.</param>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Action? meanwhile = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > s_patience)
            {
                Assert.Fail($"After {s_patience.TotalMinutes} minutes it still does not hold: {what}");
            }

            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
