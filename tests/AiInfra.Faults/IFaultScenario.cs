namespace AiInfra.Faults;

/// <summary>Work that is killed at random moments and must end as if it never was. One class a scenario; it is found by itself. The parent keeps one instance for a round.</summary>
internal interface IFaultScenario
{
    /// <summary>Name on the command line and in the output.</summary>
    string Name { get; }

    /// <summary>How many processes work on the folder at the same time.</summary>
    int Workers => 1;

    /// <summary>Its share of the kills; less than 1 where a worker starts slowly.</summary>
    double Weight => 1;

    /// <summary>What a process does before it is ready, and before the clock of the kills starts: to load native libraries. Runs in the child, and in the parent once a round.</summary>
    void Prepare()
    {
    }

    /// <summary>Does the work from wherever it stands to its end. Runs in the child; takes about half a second in all; everything random comes from the seed.</summary>
    Task WorkAsync(string folder, int seed);

    /// <summary>What is wrong with the folder after a kill: a sentence each. Runs in the parent while no child lives.</summary>
    Task<IReadOnlyList<string>> CheckAsync(string folder, int seed);

    /// <summary>The finished work as text, without times: an interrupted run must end with the same text as one that was not.</summary>
    Task<string> DescribeAsync(string folder, int seed);
}
