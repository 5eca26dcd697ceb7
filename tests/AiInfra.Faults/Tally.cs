namespace AiInfra.Faults;

/// <summary>Counts over all scenarios.</summary>
internal sealed class Tally
{
    private int _kills;
    private int _passed;
    private int _failed;

    public int Kills => _kills;

    public int Passed => _passed;

    public int Failed => _failed;

    public void Kill() => Interlocked.Increment(ref _kills);

    public void Pass() => Interlocked.Increment(ref _passed);

    public void Fail(string what)
    {
        Interlocked.Increment(ref _failed);
        Console.WriteLine($"FAILED {what}");
    }
}
